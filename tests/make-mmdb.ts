/** Writes a small database in MaxMind's format (MaxMind DB file format 2.0), so that no test needs somebody's real one. */

export type MmdbValue =
  | string
  | number
  | Uint32
  | boolean
  | { readonly [key: string]: MmdbValue }
  | readonly MmdbValue[]
/** Whole numbers are written as unsigned, others as doubles. */
export class Uint32 {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

export type MmdbNetwork = { readonly network: string; readonly data: MmdbValue }

type Node = { zero: Node | Leaf | null; one: Node | Leaf | null }
type Leaf = { offset: number }
const isLeaf = (one: Node | Leaf): one is Leaf => 'offset' in one

/** IPv4 networks only (`192.0.2.0/24`), in an IPv4 tree. */
export function makeMmdb(networks: readonly MmdbNetwork[], databaseType = 'Test-City'): Buffer {
  const root: Node = { zero: null, one: null }
  const data: Buffer[] = []
  let size = 0
  for (const { network, data: value } of networks) {
    const [address = '', prefix = '32'] = network.split('/')
    const bits = address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('')
      .slice(0, Number(prefix))
    const encoded = encode(value)
    let node = root
    for (const [i, bit] of [...bits].entries()) {
      const side = bit === '0' ? 'zero' : 'one'
      if (i === bits.length - 1) node[side] = { offset: size }
      else {
        const next = node[side]
        if (next && !isLeaf(next)) node = next
        else {
          const made: Node = { zero: null, one: null }
          node[side] = made
          node = made
        }
      }
    }
    data.push(encoded)
    size += encoded.length
  }
  const nodes: Node[] = []
  const number = new Map<Node, number>()
  const visit = (node: Node) => {
    number.set(node, nodes.length)
    nodes.push(node)
    for (const next of [node.zero, node.one]) if (next && !isLeaf(next)) visit(next)
  }
  visit(root)
  const record = (next: Node | Leaf | null): number =>
    next === null ? nodes.length : isLeaf(next) ? nodes.length + 16 + next.offset : number.get(next)!
  const tree = Buffer.alloc(nodes.length * 8)
  for (const [i, node] of nodes.entries()) {
    tree.writeUInt32BE(record(node.zero), i * 8)
    tree.writeUInt32BE(record(node.one), i * 8 + 4)
  }
  const metadata = encode({
    node_count: new Uint32(nodes.length),
    record_size: new Uint32(32),
    ip_version: new Uint32(4),
    database_type: databaseType,
    languages: [],
    binary_format_major_version: new Uint32(2),
    binary_format_minor_version: new Uint32(0),
    build_epoch: new Uint32(1_790_000_000),
    description: {},
  })
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')])
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata])
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return Buffer.concat([control(2, text.length), text])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(value)
    return Buffer.concat([control(3, 8), bytes])
  }
  if (typeof value === 'boolean') return control(14, value ? 1 : 0)
  if (value instanceof Uint32) {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value.value)
    return Buffer.concat([control(6, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value as Record<string, MmdbValue>)
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, one]) => [encode(key), encode(one)]),
  ])
}

function control(type: number, size: number): Buffer {
  if (size > 28) throw new RangeError('longer values are not needed here')
  return type < 8 ? Buffer.of((type << 5) | size) : Buffer.of(size, type - 7)
}
