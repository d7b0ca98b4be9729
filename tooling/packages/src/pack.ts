import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Member, readWorkspace } from '@stoa/architecture'
import { run } from './run.ts'

/** A published package as npm would get it. */
export interface Packed {
  name: string
  /** What it is in the workspace, and its folder there. */
  member: Member
  folder: string
  tarball: string
}

/**
 * Packs the published packages of the workspace, or only those named and what they stand on, into a folder.
 *
 * @throws Error for a package that is not built
 */
export async function packAll(root: string, target: string, names?: readonly string[]): Promise<Packed[]> {
  const published = readWorkspace(root).filter((member) => !member.private)
  const wanted = names ? withNeeds(published, names) : published
  return inPairs(wanted, async (member) => {
    const { name, version, path: relative } = member
    const folder = path.join(root, relative)
    if (!existsSync(path.join(folder, 'dist'))) throw new Error(`${name} is not built. Run: npm run build`)
    await run('pnpm', ['pack', '--pack-destination', target], folder)
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    return { name, member, folder, tarball: path.join(target, file) }
  })
}

function withNeeds(published: readonly Member[], names: readonly string[]): Member[] {
  const wanted = new Set(names)
  for (const name of wanted) {
    for (const needed of published.find((member) => member.name === name)?.needs ?? []) wanted.add(needed)
  }
  return published.filter(({ name }) => wanted.has(name))
}

/** Two at a time, in order; the first failure ends it. */
export async function inPairs<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all([worker(), worker()])
  return results
}
