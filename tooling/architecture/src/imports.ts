import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** What a source file asks for. */
export interface Import {
  /** The file, from the package's folder, with `/`. */
  file: string
  /** As written: `@stoa/kernel`, `./x.ts`, `node:fs`. */
  specifier: string
}

/** What the files in a package's `src` import, or those that match a pattern: types included, tests left out. */
export function importsOf(folder: string, pattern = 'src/**/*.{ts,mts,js,mjs}'): Import[] {
  const files = globSync(pattern, { cwd: folder, exclude: ['**/*.test.*'] }).sort()
  return files.flatMap((native) => {
    const file = native.split(path.sep).join('/')
    const source = readFileSync(path.join(folder, native), 'utf8')
    return specifiersOf(file, source).map((specifier) => ({ file, specifier }))
  })
}

function specifiersOf(file: string, source: string): string[] {
  const { module, program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  const specifiers: string[] = []
  // import('pg').Client as a type, which the compiler writes a lot of.
  new Visitor({ TSImportType: ({ source }) => specifiers.push(source.value) }).visit(program)
  specifiers.push(
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const written = source.slice(moduleRequest.start, moduleRequest.end)
      // One that is computed cannot be told here.
      return /^(['"])[^'"]+\1$/.test(written) ? [written.slice(1, -1)] : []
    }),
  )
  return [...new Set(specifiers)]
}
