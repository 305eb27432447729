// Who may import whom: reads house.json and every import of the code, type imports counted.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cruise, type IDependency, type IModule } from 'dependency-cruiser'

type House = {
  areas: Record<string, { folder: string; imports: string[] }>
  rooms: Record<string, string[]>
  everyRoomImports: string[]
  pure: string[]
}
export type Finding = { rule: string; from: string; to: string }

/** Folders that are looked at; `tools` and `tests` may import anything, but no code may import them. */
const FOLDERS = ['rules', 'api', 'web', 'client', 'verifier', 'server', 'tools', 'tests']
const FREE = ['tools', 'tests']

/** All imports below `root` that the house forbids, and how many modules were read. */
export async function findForbiddenImports(root: string): Promise<{ modules: number; findings: Finding[] }> {
  const house = JSON.parse(await readFile(join(root, 'house.json'), 'utf8')) as House
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)))
  const { output } = await cruise(folders, {
    baseDir: root,
    tsPreCompilationDeps: true, // type imports counted
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^web/dist', '^node_modules/\\.'] },
    validate: true,
    ruleSet: { forbidden: [{ name: 'circle', severity: 'error', from: {}, to: { circular: true } }] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  })
  if (typeof output === 'string') throw new Error('dependency-cruiser gave text instead of modules')
  const ours = output.modules.filter((module) => FOLDERS.includes(module.source.split('/')[0]!))
  const findings = ours.flatMap((module) => module.dependencies.flatMap((to) => judge(house, module, to)))
  return { modules: ours.length, findings }
}

function judge(house: House, module: IModule, to: IDependency): Finding[] {
  const from = module.source
  const found = (rule: string): Finding[] => [{ rule, from, to: to.resolved }]
  if (to.circular) return found('circle')
  if (isTest(from)) return []
  if (to.couldNotResolve) return found('unresolved')
  const own = areaOf(house, from)
  if (own === undefined) return found('the folder is in no area or room of house.json')
  if (FREE.includes(own)) return []
  const outside = to.coreModule || /(^|\/)node_modules\//.test(to.resolved)
  if (outside) return house.pure.includes(own) ? found(`${own} is pure: no packages, no Node modules`) : []
  if (isTest(to.resolved)) return found('code imports a test')
  const target = areaOf(house, to.resolved)
  if (target === own) return []
  if (!target || !allowed(house, own).includes(target))
    return found(`${own} may not import ${target ?? 'this'}`)
  const isRoom = (name: string) => name in house.rooms
  if (to.resolved.endsWith('.routes.ts') && isRoom(own)) return found("another room's routes")
  return []
}

function isTest(path: string): boolean {
  return /\.(test|e2e)\.tsx?$/.test(path) || path.startsWith('tests/')
}

function areaOf(house: House, path: string): string | undefined {
  const top = path.split('/')[0]!
  if (FREE.includes(top)) return top
  for (const [name, { folder }] of Object.entries(house.areas)) {
    if (path === folder || path.startsWith(`${folder}/`)) return name
  }
  const room = path.match(/^server\/([^/]+)\//)?.[1]
  return room !== undefined && room in house.rooms ? room : undefined
}

function allowed(house: House, area: string): string[] {
  const rooms = Object.keys(house.rooms)
  if (area in house.rooms) return [...house.everyRoomImports, ...house.rooms[area]!]
  return house.areas[area]!.imports.flatMap((name) => (name === 'rooms' ? rooms : [name]))
}
