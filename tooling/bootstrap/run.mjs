// Runs one of the root's tasks on a fresh checkout: plain JavaScript, any Node from 20 on, nothing installed.
import { ensureInstalled } from './install.mjs'
import { tasks } from './tasks.mjs'

const [name, ...args] = process.argv.slice(2)
const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined

if (!task) {
  console.error(`There is no task "${name ?? ''}". There are: ${Object.keys(tasks).join(', ')}.`)
  process.exit(1)
}
const installed = await ensureInstalled()
process.exit(installed || (await task(args)))
