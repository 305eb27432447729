/** Which methods an address takes: a wrong one is not told that nothing is there (RFC 9110 §15.5.6). */

type Route = { method: string | string[]; url: string }

export class MethodsAt {
  readonly #routes: { pattern: RegExp; methods: readonly string[] }[] = []

  add({ method, url }: Route): void {
    // What takes any address at all says nothing about this one.
    if (/^\/?\*$/.test(url)) return
    const source = url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*$/, '.*')
    this.#routes.push({ pattern: new RegExp(`^${source}$`), methods: [method].flat() })
  }

  /** Sorted; none when nothing is there. @param path without query */
  find(path: string): readonly string[] {
    const found = this.#routes.filter(({ pattern }) => pattern.test(path))
    return [...new Set(found.flatMap(({ methods }) => methods))].sort()
  }
}
