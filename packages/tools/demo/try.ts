import { startHost } from '@stoa/host'
import { createDemoShop } from '@stoa/demo'
const t=performance.now()
const host = await startHost({ database: process.env.DB!, jwt_secret: 'x'.repeat(20), cookie_secret: 'y'.repeat(20), background: false })
console.log('started', performance.now()-t)
host.modules.database.onStatement(s => console.log(s.slice(0,110)))
console.log(await createDemoShop(host.modules.container, { image_url: 'http://x' }))
console.log('filled', performance.now()-t)
await host.stop()
