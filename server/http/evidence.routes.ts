/** The evidence log as anybody may read it: C2SP tlog-tiles below /evidence, the key, and consistency proofs. Entry bundles
 * are not served: an entry is a salted commitment, whoever holds its receipt can make it, nobody else learns from it. */
import { ConsistencyProof, ConsistencyQuery } from '#api/evidence.ts'
import { proveConsistency, readCheckpoint, readTile } from '#ground/evidence/proof.ts'
import { parseTilePath } from '#ground/evidence/tile-path.ts'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'

/** A tile never changes, not even a partial one: it is a tile of a given width. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const FOR_A_MOMENT = 'public, max-age=2'
const FOR_AN_HOUR = 'public, max-age=3600'

export const evidenceRoutes: Routes = (app, house) => {
  app.get('/evidence/checkpoint', async (_request, reply) => {
    const head = await readCheckpoint(house.db)
    if (!head) throw refuse('not-found', { detail: 'The log has no signed head yet. Try again in a moment.' })
    return reply.type('text/plain; charset=utf-8').header('cache-control', FOR_A_MOMENT).send(head.note)
  })

  app.get<{ Params: { level: string; '*': string } }>(
    '/evidence/tile/:level/*',
    async ({ params }, reply) => {
      const address = parseTilePath(params.level, params['*'])
      const hashes = address && (await readTile(house.db, address))
      if (!hashes) throw refuse('not-found', { detail: 'The log has no such tile at its present size.' })
      return reply.type('application/octet-stream').header('cache-control', FOR_EVER).send(hashes)
    },
  )

  app.get('/evidence/key', async (_request, reply) =>
    reply.type('application/x-pem-file').header('cache-control', FOR_AN_HOUR).send(house.signer.publicKeyPem),
  )

  app.get(
    '/evidence/consistency',
    { schema: { querystring: ConsistencyQuery, response: { 200: ConsistencyProof } } },
    async ({ query: { from, to } }, reply) => {
      const path = await proveConsistency(house.db, from, to)
      if (!path) {
        throw refuse('not-found', {
          detail:
            'The log has no two such sizes: from must not exceed to, nor to the size of the newest head.',
        })
      }
      reply.header('cache-control', FOR_EVER)
      return { from, to, hashes: path.map((hash) => hash.toString('base64')) }
    },
  )
}
