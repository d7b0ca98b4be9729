/** Something a module or an area adds to the graph that queries walk. `@stoa/query` knows the kinds. */
export interface GraphExtension {
  readonly kind: string
}

/** All graph extensions of the started modules, in the order they were given. */
export class GraphExtensions {
  readonly list: readonly GraphExtension[]

  constructor(list: readonly GraphExtension[]) {
    this.list = list
  }
}
