import type { Shape } from './shape.ts'

/**
 * Reads the notation of the contract's pages: `{ id: string, tags: { as GET /store/product-tags.product_tags[] }[] | null }`.
 *
 * @throws Error that shows where it ceases to be one
 */
export function readShape(text: string): Shape {
  const reader = new ShapeReader(text)
  const shape = reader.union()
  reader.end()
  return shape
}

class ShapeReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  union(): Shape {
    const any = [this.#one()]
    while (this.#take(/\|/y)) any.push(this.#one())
    const [first] = any
    if (any.every((shape) => typeof shape === 'string')) return any.join('|')
    return any.length === 1 ? (first as Shape) : { any }
  }

  end(): void {
    if (this.#take(/$/y) === undefined) this.#fail()
  }

  #one(): Shape {
    let shape = this.#plain()
    while (this.#take(/\[\]/y)) shape = { list: shape }
    return shape
  }

  #plain(): Shape {
    const reference = this.#take(/\{\s*as [^}]+\}/y)
    if (reference) return { as: reference.slice(1, -1).trim().slice('as '.length) }
    if (this.#take(/\{/y)) return { fields: this.#fields() }
    if (/\[\]/y.test(this.#text.slice(this.#at, this.#at + 2))) return 'unknown'
    return this.#take(/[a-z]+/y) ?? this.#fail()
  }

  #fields(): Record<string, Shape> {
    const fields: Record<string, Shape> = {}
    while (!this.#take(/\}/y)) {
      const name = this.#take(/[^\s:,{}]+:/y) ?? this.#fail()
      fields[name.slice(0, -1)] = this.union()
      this.#take(/,/y)
    }
    return fields
  }

  /** What fits here, behind any white space, or undefined. */
  #take(pattern: RegExp): string | undefined {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #fail(): never {
    throw new Error(`Not a shape from here: ${this.#text.slice(this.#at, this.#at + 80)}`)
  }
}
