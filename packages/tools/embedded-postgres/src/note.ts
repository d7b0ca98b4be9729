import { readFile, writeFile } from 'node:fs/promises'
import type { Place } from './place.ts'

/** What is kept in the project's `.stoa`, for the next start and for whoever looks for the data. */
export type Note = { data: string; log: string; binaries: string; port: number; pid: number }

export async function readNote(place: Place): Promise<Partial<Note>> {
  try {
    return JSON.parse(await readFile(place.note, 'utf8'))
  } catch {
    return {}
  }
}

export async function writeNote(place: Place, note: Note): Promise<void> {
  await writeFile(place.note, `${JSON.stringify(note, null, 2)}\n`)
}
