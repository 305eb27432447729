import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const require = createRequire(import.meta.url)
const root = dirname(fileURLToPath(import.meta.url))
const packageOf = (name: string) => dirname(require.resolve(`${name}/package.json`))

/**
 * Files served under a fixed name: fonts and the theme, because the sign-in pages (rendered by the server, without
 * script) link them too; and what pdf.js fetches by itself when a document embeds no fonts or old picture formats.
 */
function fixedFiles(): Map<string, string> {
  const files = new Map(['theme.css', 'theme-parts.css'].map((name) => [name, join(root, name)]))
  const sans = packageOf('@fontsource-variable/atkinson-hyperlegible-next')
  const serif = packageOf('@fontsource/source-serif-4')
  for (const subset of ['latin', 'latin-ext']) {
    const sansFile = `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`
    const serifFile = `source-serif-4-${subset}-600-normal.woff2`
    files.set(`fonts/${sansFile}`, join(sans, 'files', sansFile))
    files.set(`fonts/${serifFile}`, join(serif, 'files', serifFile))
  }
  const pdfjs = packageOf('pdfjs-dist')
  // Without WebAssembly (the content security policy does not allow it) pdf.js takes the plain fallbacks.
  // No script of a document ever runs, so its interpreter stays out.
  for (const folder of ['standard_fonts', 'cmaps', 'wasm', 'iccs'])
    for (const file of readdirSync(join(pdfjs, folder)))
      if (!file.endsWith('.wasm') && !file.startsWith('quickjs'))
        files.set(`pdfjs/${folder}/${file}`, join(pdfjs, folder, file))
  return files
}

function serveFixedFiles(): Plugin {
  const files = fixedFiles()
  return {
    name: 'brevhus-fixed-files',
    generateBundle() {
      for (const [fileName, path] of files)
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path) })
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = files.get((request.url ?? '').split('?')[0]!.slice(1))
        if (!path) return next()
        createReadStream(path).pipe(response)
      })
    },
  }
}

/** Compressed once here instead of on every answer; the server sends whichever the browser takes. */
function compress(): Plugin {
  return {
    name: 'brevhus-compress',
    writeBundle(options, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(js|mjs|css|svg|html)$/.test(fileName)) continue
        const path = join(options.dir!, fileName)
        const content = readFileSync(path)
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
        writeFileSync(`${path}.br`, brotliCompressSync(content, quality))
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  root,
  plugins: [react(), serveFixedFiles(), compress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['es2022', 'safari15'],
    // Nothing may become a data: URL in script or style that the content security policy would have to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: {
        // Designsystemet does not say so, but its React parts do nothing by being imported; without this every page would
        // carry the comboboxes, tables and tooltips that none of them uses. Its custom elements do register themselves.
        moduleSideEffects: [
          { test: /@digdir\/designsystemet-react|@floating-ui|@tanstack/, sideEffects: false },
          { test: /./, sideEffects: true },
        ],
      },
    },
    chunkSizeWarningLimit: 800,
  },
})
