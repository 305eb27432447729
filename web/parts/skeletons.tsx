/** Grey shapes of the same size as what is coming, so that nothing moves when it comes. */
const keys = (count: number) => Array.from({ length: count }, (_, at) => at)

export function RowSkeletons({ count }: { count: number }) {
  return (
    <div aria-hidden="true">
      <p className="day">
        <span className="bone bone-day" />
      </p>
      {keys(count).map((at) => (
        <div className="row row-skeleton" key={at}>
          <span />
          <span className="bone bone-mark" />
          <span className="row-words">
            <span className="bone" data-width={at % 3 === 0 ? 'half' : 'third'} />
            <span className="bone" data-width={at % 2 === 0 ? 'most' : 'half'} />
          </span>
        </div>
      ))}
    </div>
  )
}

export function LetterSkeleton() {
  return (
    <div className="letter-skeleton" aria-hidden="true">
      <span className="bone" data-width="third" />
      <span className="bone bone-title" data-width="most" />
      <div className="sheet-skeleton">
        <LineSkeletons count={7} />
      </div>
    </div>
  )
}

export function LineSkeletons({ count }: { count: number }) {
  return (
    <div className="line-skeletons" aria-hidden="true">
      {keys(count).map((at) => (
        <span className="bone" key={at} data-width={at % 2 === 0 ? 'most' : 'half'} />
      ))}
    </div>
  )
}
