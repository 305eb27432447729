/** The only source of "now". Tests pass a clock they move by hand. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
