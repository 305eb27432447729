/** The body of every refused request as a schema, `application/problem+json` (RFC 9457): for OpenAPI, and for whoever checks
 * what comes over the wire. Its codes and texts are those of problems.ts. */
import { Type } from 'typebox'
import { RowFault } from '#api/dispatch.ts'
import { PROBLEMS } from '#api/problems.ts'

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Where the problem is documented: /problems/ and its code.' }),
    title: Type.String({ description: 'What is wrong, in plain words.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.Optional(Type.String()),
    code: Type.Enum(Object.keys(PROBLEMS), { description: 'Stable; branch on this.' }),
    remedy: Type.String({ description: 'What to do about it.' }),
    traceId: Type.String({ description: 'Tell it to the operator, who finds the request by it.' }),
    faults: Type.Optional(Type.Array(RowFault, { minItems: 1, maxItems: 50 })),
  },
  { additionalProperties: false, description: 'RFC 9457, application/problem+json.' },
)
