// Writes shapes.json anew from the pages of the contract: node src/distil-shapes.ts PATH/TO/shapes
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readShape } from './shape-notation.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error("Say where the contract's pages are: node src/distil-shapes.ts PATH/TO/shapes")
  process.exit(2)
}

/** The first answer of a page's section that is not an error: its status, and its shape up to what comes next. */
const ANSWER = /^(2\d\d): (\{[\s\S]*?)(?=^\d{3}[ :]|$(?![\s\S]))/m

const lines: string[] = []
for (const page of readdirSync(folder).sort()) {
  for (const section of readFileSync(join(folder, page), 'utf8').split(/^## /m).slice(1)) {
    const [route] = section.split('\n', 1) as [string]
    const answer = ANSWER.exec(section)
    if (!answer) continue
    const [, status, text] = answer as unknown as [string, string, string]
    lines.push(
      `${JSON.stringify(route)}: ${JSON.stringify({ status: Number(status), body: readShape(text) })}`,
    )
  }
}
writeFileSync(new URL('../shapes.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
console.log(`The answers of ${lines.length} routes written. Let npm run format have its way with the file.`)
