import { createHash } from 'node:crypto'
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

/**
 * The service worker, under its fixed name, with the list of what an opening without network needs: the first page's script and
 * style, and the files of fixed names they use. Its version is a digest of them all, so that a new build is a new worker.
 */
function serviceWorker(): Plugin {
  const fixed = ['theme.css', 'theme-parts.css', 'scheme.js', 'icon.svg', 'offline.html', 'offline.js']
  return {
    name: 'brevhus-service-worker',
    generateBundle(_options, bundle) {
      const scripts = new Set<string>()
      const take = (name: string) => {
        const file = bundle[name]
        if (file?.type !== 'chunk' || scripts.has(name)) return
        scripts.add(name)
        for (const other of file.imports) take(other)
      }
      for (const file of Object.values(bundle)) if (file.type === 'chunk' && file.isEntry) take(file.fileName)
      const styles = Object.keys(bundle).filter((name) => /^assets\/index-.*\.css$/.test(name))
      const fonts = Object.keys(bundle).filter((name) => /^fonts\/.*-latin-(?!ext)/.test(name))
      const shell = [...scripts, ...styles, ...fonts, ...fixed].map((name) => `/${name}`).sort()
      const digest = createHash('sha256').update(JSON.stringify(shell))
      for (const name of fixed) digest.update(readFileSync(fixedFile(name)))
      digest
        .update(readFileSync(join(root, 'index.html')))
        .update(readFileSync(join(root, 'service-worker.js')))
      const source = readFileSync(join(root, 'service-worker.js'), 'utf8')
        .replace('self.BREVHUS_SHELL', JSON.stringify(shell))
        .replace('self.BREVHUS_VERSION', JSON.stringify(digest.digest('hex').slice(0, 16)))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  }
}

const fixedFile = (name: string) => (name.startsWith('theme') ? join(root, name) : join(root, 'public', name))

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
  plugins: [react(), serveFixedFiles(), serviceWorker(), compress()],
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
        // carry the comboboxes, tables and tooltips that none of them uses. Of its custom elements, which do register themselves,
        // only those that stand in the pages are wanted.
        moduleSideEffects: [
          { test: /@digdir\/designsystemet-react|@floating-ui|@tanstack|@u-elements/, sideEffects: false },
          {
            test: /designsystemet-web\/dist\/esm\/(?!clickdelegatefor|dialog|field|fieldset|index|invokers|readonly)/,
            sideEffects: false,
          },
          { test: /./, sideEffects: true },
        ],
      },
    },
    chunkSizeWarningLimit: 800,
  },
})
