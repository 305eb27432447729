// Within a mailbox every join stays within it: in a statement that reads two mailbox tables, their `mailbox_id` must be
// equal to each other or to a parameter. Only so can the schema be distributed by that column, and only so is a forgotten
// condition not somebody else's letter (row-level security is the second lock, this is the first).
import { parse } from 'libpg-query'

type Node = Record<string, unknown>
type Relation = { alias: string; key: string; mailbox: boolean }
type Scope = { relations: Relation[]; parent: Scope | undefined }

/**
 * What is wrong with a statement's joins, in words; empty when nothing is. `mailboxTables` are the tables whose comment
 * says `dist:mailbox_id`. Throws when the text is not SQL.
 */
export async function joinsOutsideMailbox(
  sql: string,
  mailboxTables: ReadonlySet<string>,
): Promise<string[]> {
  const { stmts } = await parse(sql)
  return (stmts ?? []).flatMap(({ stmt }) => new Check(mailboxTables).statement(stmt as Node))
}

/** Statements that open a scope of names. */
const LEVEL = /^(Select|Update|Delete|Merge)Stmt$/

class Check {
  readonly #tables: ReadonlySet<string>
  readonly #parents = new Map<string, string>()
  readonly #ctes = new Map<string, string | undefined>()
  readonly #levels: { own: Relation[]; outer: Relation[] }[] = []
  #count = 0

  constructor(tables: ReadonlySet<string>) {
    this.#tables = tables
  }

  statement(node: Node): string[] {
    this.#visit(node, undefined)
    return this.#levels.flatMap(({ own, outer }) => {
      const [first, ...others] = [...outer, ...own]
      const lost = others.filter(
        (relation) => own.includes(relation) && this.#root(relation.key) !== this.#root(first!.key),
      )
      return lost.map((relation) => `${relation.alias} is joined to ${first!.alias} without mailbox_id`)
    })
  }

  /** Walks the tree; every SELECT, UPDATE and DELETE opens a scope of names. */
  #visit(value: unknown, scope: Scope | undefined): void {
    if (Array.isArray(value)) for (const item of value) this.#visit(item, scope)
    else if (isNode(value)) {
      for (const [kind, inner] of Object.entries(value)) {
        if (LEVEL.test(kind) && isNode(inner)) this.#level(inner, scope)
        else {
          if (kind === 'InsertStmt' && isNode(inner)) this.#with(inner, scope)
          if (kind === 'A_Expr' && isNode(inner)) this.#equality(inner, scope)
          this.#visit(inner, scope)
        }
      }
    }
  }

  /** One scope; returns the key of its first mailbox table. */
  #level(node: Node, parent: Scope | undefined): string | undefined {
    this.#with(node, parent)
    for (const side of ['larg', 'rarg']) if (isNode(node[side])) this.#level(node[side], parent) // UNION
    const scope: Scope = { relations: [], parent }
    if (isNode(node.relation)) this.#table(node.relation, scope)
    const sources = [node.fromClause, node.usingClause, node.sourceRelation].flat()
    for (const item of sources) if (isNode(item)) this.#from(item, scope)
    const { withClause, fromClause, usingClause, sourceRelation, relation, larg, rarg, ...rest } = node
    this.#visit(rest, scope)
    const own = scope.relations.filter(({ mailbox }) => mailbox)
    const outer: Relation[] = []
    for (let up = parent; up; up = up.parent)
      outer.push(...up.relations.filter(({ mailbox }) => mailbox).slice(0, 1))
    this.#levels.push({ own, outer })
    return own[0]?.key
  }

  #with(node: Node, parent: Scope | undefined): void {
    const ctes = (node.withClause as { ctes?: Node[] } | undefined)?.ctes ?? []
    for (const cte of ctes) {
      const { ctename, ctequery } = cte.CommonTableExpr as { ctename: string; ctequery: Node }
      this.#ctes.set(ctename, this.#derived(ctequery, parent))
    }
  }

  /** A query used as a relation: it stands for the mailbox table inside it, if there is one. */
  #derived(query: Node, parent: Scope | undefined): string | undefined {
    const [kind, inner] = Object.entries(query)[0]!
    if (LEVEL.test(kind)) return this.#level(inner as Node, parent)
    this.#visit(query, parent) // INSERT … RETURNING, VALUES
    return undefined
  }

  #from(item: Node, scope: Scope): void {
    const join = item.JoinExpr as Node | undefined
    if (join) {
      const before = scope.relations.length
      for (const side of ['larg', 'rarg']) this.#from(join[side] as Node, scope)
      const using = (join.usingClause as { String: { sval: string } }[] | undefined)?.map(
        (name) => name.String.sval,
      )
      if (using?.includes('mailbox_id') || join.isNatural) {
        const [first, ...others] = scope.relations.slice(before)
        for (const other of others) this.#union(first!.key, other.key)
      }
      this.#visit(join.quals, scope)
      return
    }
    if (isNode(item.RangeVar)) {
      this.#table(item.RangeVar, scope)
      return
    }
    const [, inner] = Object.entries(item)[0]!
    const { alias, subquery, lateral } = inner as { alias?: Node; subquery?: Node; lateral?: boolean }
    const name = `${alias?.aliasname ?? `unnamed ${this.#count}`}`
    const inside = subquery ? this.#derived(subquery, lateral ? scope : scope.parent) : undefined
    if (!subquery) this.#visit(inner, scope)
    this.#add(name, inside, scope)
  }

  #table(rangeVar: Node, scope: Scope): void {
    const name = `${rangeVar.relname}`
    const alias = `${(rangeVar.alias as Node | undefined)?.aliasname ?? name}`
    if (this.#ctes.has(name)) this.#add(alias, this.#ctes.get(name), scope)
    else scope.relations.push({ alias, key: `${this.#count++} ${alias}`, mailbox: this.#tables.has(name) })
  }

  #add(alias: string, inside: string | undefined, scope: Scope): void {
    const key = `${this.#count++} ${alias}`
    if (inside) this.#union(key, inside)
    scope.relations.push({ alias, key, mailbox: inside !== undefined })
  }

  #equality(expression: Node, scope: Scope | undefined): void {
    const operator = (expression.name as { String?: { sval: string } }[] | undefined)?.[0]?.String?.sval
    if (operator !== '=' || !['AEXPR_OP', 'AEXPR_NOT_DISTINCT'].includes(`${expression.kind}`)) return
    const row = (side: unknown) => (side as { RowExpr?: { args: unknown[] } }).RowExpr?.args ?? [side]
    const right = row(expression.rexpr)
    row(expression.lexpr).forEach((left, index) => {
      const keys = [this.#key(left, scope), this.#key(right[index], scope)]
      if (keys[0] && keys[1]) this.#union(keys[0], keys[1])
    })
  }

  /** What a side of an equality stands for: a relation's mailbox_id, or a value given from outside. */
  #key(side: unknown, scope: Scope | undefined): string | undefined {
    if (!isNode(side)) return undefined
    if (isNode(side.TypeCast)) return this.#key(side.TypeCast.arg, scope)
    if (side.ParamRef || side.A_Const || side.FuncCall) return 'given'
    const fields = (side.ColumnRef as { fields: { String?: { sval: string } }[] } | undefined)?.fields
    const [column, alias] = fields?.map((field) => field.String?.sval).reverse() ?? []
    if (column !== 'mailbox_id') return undefined
    for (let here = scope; here; here = here.parent) {
      const fits = here.relations.filter((relation) => (alias ? relation.alias === alias : relation.mailbox))
      if (fits[0]) return fits[0].key
    }
    return undefined
  }

  #root(key: string): string {
    const up = this.#parents.get(key)
    return up === undefined ? key : this.#root(up)
  }

  #union(a: string, b: string): void {
    const [rootA, rootB] = [this.#root(a), this.#root(b)]
    if (rootA !== rootB) this.#parents.set(rootA, rootB)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
