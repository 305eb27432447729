/** One problem of the registry: the status, and in plain words what is wrong and what to do. */
export type Problem = { readonly status: number; readonly title: string; readonly remedy: string }
