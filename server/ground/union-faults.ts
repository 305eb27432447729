/** A union that a value does not fit is told of by each of its branches, most of which its writer never meant. Here the errors of
 * the branch that was meant are kept: the one whose fixed values are there, else the one that knows the fields that are there. */

export type SchemaError = {
  keyword: string
  schemaPath: string
  instancePath: string
  params: unknown
  message: string
}

/** The errors without those of branches that were not meant. At least one is left of each union that was not fitted. */
export function meantErrors(errors: readonly SchemaError[]): SchemaError[] {
  return withoutOthers(errors, 0)
}

/** `depth`: how many `anyOf` of the schema's path are dealt with already. */
function withoutOthers(errors: readonly SchemaError[], depth: number): SchemaError[] {
  const unions = new Map<string, { place: string; errors: SchemaError[] }>()
  const kept: SchemaError[] = []
  for (const error of errors) {
    const union = unionOf(error, depth)
    if (union === undefined) kept.push(error)
    else {
      const known = unions.get(union.key) ?? { place: union.place, errors: [] }
      known.errors.push(error)
      unions.set(union.key, known)
    }
  }
  for (const { place, errors: told } of unions.values())
    kept.push(...withoutOthers(meantBranch(told, place, depth), depth + 1))
  return kept
}

function meantBranch(errors: readonly SchemaError[], place: string, depth: number): SchemaError[] {
  const branches = [...Map.groupBy(errors, (error) => unionOf(error, depth)!.branch).values()]
  // A fixed value of a field of its own, as `kind`, says which branch is meant; wrong ones of all branches are one wrong choice.
  const fixed = (error: SchemaError) => error.keyword === 'const'
  const fitting = branches.filter((branch) => !branch.some(fixed))
  if (fitting.length === 0) return errors.filter(fixed)
  if (fitting.length < branches.length && fitting.length === 1) return fitting[0]!
  const strangers = (branch: readonly SchemaError[]) =>
    branch.reduce((sum, error) => sum + strangersOf(error, place), 0)
  const least = Math.min(...fitting.map(strangers))
  const nearest = fitting.filter((branch) => strangers(branch) === least)
  return nearest.length === 1 ? nearest[0]! : inEach(nearest)
}

/** Fields of the value itself that the branch does not know. */
function strangersOf({ keyword, instancePath, params }: SchemaError, place: string): number {
  if (keyword !== 'additionalProperties' || instancePath !== place) return 0
  return (params as { additionalProperties: string[] }).additionalProperties.length
}

/** What several branches say alike; when that is nothing, what all of them say. */
function inEach(branches: readonly SchemaError[][]): SchemaError[] {
  const [first = [], ...others] = branches
  const common = first.flatMap((error) => {
    const same = others.map((branch) =>
      branch.find((other) => other.keyword === error.keyword && other.instancePath === error.instancePath),
    )
    if (same.includes(undefined)) return []
    if (error.keyword !== 'required') return [error]
    const names = requiredBy(error).filter((name) => same.every((other) => requiredBy(other!).includes(name)))
    return names.length === 0 ? [] : [{ ...error, params: { requiredProperties: names } }]
  })
  return common.length > 0 ? common : branches.flat()
}

const requiredBy = ({ params }: SchemaError): string[] =>
  (params as { requiredProperties: string[] }).requiredProperties

/** Which union an error comes from, by its place in the value, and which of its branches; none when the error is of no union. */
function unionOf(
  { schemaPath, instancePath }: SchemaError,
  depth: number,
): { key: string; place: string; branch: string } | undefined {
  const steps = schemaPath.split('/').slice(1)
  let passed = 0
  let unionAt: number | undefined
  // How many steps into the value the schema's path goes after the union.
  let inside = 0
  for (let i = 0; i < steps.length; i++) {
    if (steps[i] === 'anyOf' && steps[i + 1] !== undefined) {
      if (passed === depth) unionAt = i
      passed++
      i++
    } else if (steps[i] === 'properties' || steps[i] === 'patternProperties') {
      if (unionAt !== undefined) inside++
      i++
    } else if ((steps[i] === 'items' || steps[i] === 'additionalProperties') && unionAt !== undefined)
      inside++
  }
  if (unionAt === undefined) return undefined
  const places = instancePath.split('/')
  const place = places.slice(0, places.length - inside).join('/')
  return { key: `${steps.slice(0, unionAt).join('/')} ${place}`, place, branch: steps[unionAt + 1]! }
}
