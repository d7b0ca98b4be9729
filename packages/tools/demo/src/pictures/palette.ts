/** The colours a picture is painted in. */
export interface Palette {
  /** The thing itself. */
  main: string
  /** Its folds and seams. */
  shade: string
  /** Its lit edges. */
  light: string
  /** What stands behind it. */
  ground: string
}

const paint = (main: string, shade: string, light: string, ground: string): Palette => ({
  main,
  shade,
  light,
  ground,
})

/** The colours the shop sells in, by name. */
export const palettes = {
  Moss: paint('#6b7a4f', '#4d5a38', '#8c9b6d', '#eef0e6'),
  Clay: paint('#b9674a', '#8f4c35', '#d48a6e', '#f7ebe5'),
  Ink: paint('#2f3e55', '#1e2a3d', '#50627e', '#e8ecf1'),
  Oat: paint('#d9c7a6', '#b7a280', '#ecdfc6', '#f6f2ea'),
  Slate: paint('#77828c', '#57616a', '#9aa5ae', '#edf0f2'),
  Rust: paint('#a4502a', '#7b3a1d', '#c8764e', '#f6e9e2'),
  Snow: paint('#f5f3ee', '#d5d0c5', '#ffffff', '#e3e8e6'),
  Pine: paint('#2f5345', '#1f3a30', '#4f7a69', '#e6efeb'),
  Honey: paint('#d99a3a', '#ae7826', '#eebb6c', '#fbf2e2'),
  Copper: paint('#c07a4b', '#955a33', '#e0a178', '#f5ece4'),
} satisfies Record<string, Palette>

export type Colour = keyof typeof palettes
