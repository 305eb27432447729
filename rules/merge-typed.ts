/**
 * A form that was open while somebody else changed what it shows: what was typed into it goes over what stands now, and what was not touched
 * stays as the other left it. `clashes`: fields both changed, each to something else; of those nobody may decide but who typed.
 */
export function mergeTyped<Field extends string>(
  fields: readonly Field[],
  { seen, typed, present }: Readonly<Record<'seen' | 'typed' | 'present', Partial<Record<Field, string>>>>,
): { values: Record<Field, string>; clashes: Field[] } {
  const of = (values: Partial<Record<Field, string>>, field: Field) => (values[field] ?? '').trim()
  const touched = (field: Field) => of(typed, field) !== of(seen, field)
  const values = fields.map((field) => [field, (touched(field) ? typed : present)[field] ?? ''])
  const clashes = fields.filter((field) => {
    const now = of(present, field)
    return touched(field) && now !== of(seen, field) && now !== of(typed, field)
  })
  return { values: Object.fromEntries(values) as Record<Field, string>, clashes }
}
