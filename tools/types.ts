// Generates server/ground/db-types.ts from the migrated database: the SQL files are the only place a column is named.
// `node tools/types.ts` writes the file; the house test calls `generateTypes` and compares.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect } from 'kysely'
import { PostgresDialect as CodegenDialect, generate } from 'kysely-codegen'
import pg from 'pg'
import { freshDatabase } from '#tests/database.ts'

export const TYPES_FILE = fileURLToPath(new URL('../server/ground/db-types.ts', import.meta.url))

/**
 * The text of db-types.ts for the present migrations. Types are those the driver really gives: int8 and numeric are
 * read as text (a number would lose digits), timestamptz as Date, bytea as Buffer, json as parsed values.
 * graphile-worker's schema is left out: we call its functions, its tables are its own.
 */
export async function generateTypes(): Promise<string> {
  const database = await freshDatabase()
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url, max: 2 }) }),
  })
  try {
    return await generate({
      db,
      dialect: new CodegenDialect({
        defaultSchemas: ['public'],
        numericParser: 'string',
        dateParser: 'timestamp',
      }),
      excludePattern: 'graphile_worker.*',
      outFile: null,
    })
  } finally {
    await db.destroy()
    await database.drop()
  }
}

if (import.meta.main) {
  await writeFile(TYPES_FILE, await generateTypes())
  console.log('Wrote server/ground/db-types.ts.')
}
