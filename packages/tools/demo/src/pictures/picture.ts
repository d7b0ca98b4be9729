import { bags } from './bags.ts'
import { clothing } from './clothing.ts'
import { home } from './home.ts'
import { type Colour, palettes } from './palette.ts'

const drawings = { ...clothing, ...bags, ...home }

/** What there are pictures of. */
export type Drawing = keyof typeof drawings

/** The file name of a picture. */
export const pictureName = (drawing: Drawing, colour: Colour) => `${drawing}-${colour.toLowerCase()}.svg`

/** Every picture by its file name, as a function that paints it. */
export const pictures: ReadonlyMap<string, () => string> = new Map(
  (Object.keys(drawings) as Drawing[]).flatMap((drawing) =>
    (Object.keys(palettes) as Colour[]).map((colour): [string, () => string] => [
      pictureName(drawing, colour),
      () => paint(drawing, colour),
    ]),
  ),
)

function paint(drawing: Drawing, colour: Colour): string {
  const colours = palettes[colour]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800" role="img">
  <title>${drawing}, ${colour.toLowerCase()}</title>
  <rect width="800" height="800" fill="${colours.ground}"/>
  <circle cx="400" cy="400" r="300" fill="#ffffff" opacity="0.55"/>
  <ellipse cx="400" cy="648" rx="200" ry="22" fill="${colours.shade}" opacity="0.18"/>
  <g stroke-linejoin="round">${drawings[drawing](colours)}</g>
</svg>
`
  return svg.replace(/\n\s*/g, '\n')
}
