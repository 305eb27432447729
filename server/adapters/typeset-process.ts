// The typesetter's own process: one document in, one PDF out, nothing kept between them.
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { TypesetAnswer, TypesetPiece } from './typesetter-typst.ts'

const compiler = NodeCompiler.create()
const answer = (message: { id: number } & TypesetAnswer) => process.send?.(message)

process.on('message', ({ id, source, inputs, madeAt }: { id: number } & TypesetPiece) => {
  try {
    const pdf = compiler.pdf(
      { mainFileContent: source, inputs },
      { creationTimestamp: Math.floor(madeAt / 1000) },
    )
    answer({ id, pdf: new Uint8Array(pdf) })
  } catch {
    // The compiler's words quote the document.
    answer({ id, fault: 'the markup or its data has a fault' })
  } finally {
    compiler.evictCache(0)
  }
})
process.on('disconnect', () => process.exit(0))
