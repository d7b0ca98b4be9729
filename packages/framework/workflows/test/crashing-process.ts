import { once } from 'node:events'
import { Workflows } from '../src/index.ts'
import { connect } from './connect.ts'
import { orderWorkflow, shipWorkflow } from './crash-shop.ts'

/**
 * Runs an order, or ships one, until it comes to a point, says so, and stands still there until it is told to go on; then says
 * what came of it.
 */
const [url = '', what, stop] = process.argv.slice(2)
const modules = await connect(url)
const workflows = modules.resolve(Workflows)

async function point(name: string): Promise<void> {
  if (name !== stop) return
  process.stdout.write('here\n')
  await once(process.stdin, 'data')
}

async function ship(): Promise<string> {
  const { rested } = await workflows.startExecution(shipWorkflow(point), {})
  await rested
  await point('at rest')
  return 'rested'
}

const order = () =>
  workflows.run(orderWorkflow(point), { fails: what === 'failing order' }, { key: 'cart_1' }).catch(String)

process.stdout.write(`${await (what === 'ship' ? ship() : order())}\n`)
process.exit(0)
