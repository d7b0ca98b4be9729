import { Workflows } from '../src/index.ts'
import { connect } from './connect.ts'
import { orderWorkflow } from './crash-shop.ts'

/** Runs an order until it comes to a point, says so, and stands still there. */
const [url = '', stop, fails] = process.argv.slice(2)
const modules = await connect(url)
const order = orderWorkflow(async (name) => {
  if (name !== stop) return
  process.stdout.write('here\n')
  await new Promise(() => setInterval(() => undefined, 1_000))
})
await modules.resolve(Workflows).run(order, { fails: fails === 'fails' }, { key: 'cart_1' })
process.exit(1)
