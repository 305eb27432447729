/** A multipart/form-data request for app.inject, as a sender's client would make it. */
export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n',
)

export function multipart(
  order: unknown,
  parts: Readonly<Record<string, Buffer | { bytes: Buffer; mediaType: string; fileName?: string }>>,
  headers: Readonly<Record<string, string>>,
) {
  const boundary = '----brevhus-test-boundary'
  const pieces: Buffer[] = []
  const head = (text: string) => pieces.push(Buffer.from(`--${boundary}\r\n${text}\r\n\r\n`))
  head('Content-Disposition: form-data; name="letters"\r\nContent-Type: application/json')
  pieces.push(Buffer.from(typeof order === 'string' ? order : JSON.stringify(order)), Buffer.from('\r\n'))
  for (const [name, part] of Object.entries(parts)) {
    const {
      bytes,
      mediaType,
      fileName = `${name}.pdf`,
    } = Buffer.isBuffer(part) ? { bytes: part, mediaType: 'application/pdf' } : part
    head(
      `Content-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${mediaType}`,
    )
    pieces.push(bytes, Buffer.from('\r\n'))
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`))
  return {
    payload: Buffer.concat(pieces),
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
