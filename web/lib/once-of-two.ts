/**
 * For a button that says the opposite once it was pressed: the second click of a double click is no second wish. The keyboard's presses
 * count as none (`detail` 0).
 */
export const onceOfTwo =
  (work: () => void) =>
  ({ detail }: { detail: number }): void => {
    if (detail < 2) work()
  }
