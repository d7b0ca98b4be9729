import { type Environment, type Host, publishableKey, secretsFile } from '@stoa/host'
import { exampleCall } from './example-call.ts'

/** Says where everything is. */
export async function greet(host: Host, environment: Environment, milliseconds: number): Promise<void> {
  const { public_url, production, options } = environment
  if (production) {
    host.app.log.info(`Stoa is ready at ${public_url}`)
    return
  }
  const key = await publishableKey(host.modules.container)
  const lines = [
    ['Store API', `${public_url}/store`],
    ['Admin API', `${public_url}/admin`],
    ['Reference', `${public_url}/docs`],
    ...adminLines(host, options),
    ...(key ? [['Publishable key', key]] : []),
  ]
  const text = lines.map(([name = '', value = '']) => `  ${name.padEnd(17)}${value}`).join('\n')
  const call = key ? `\n\n  Try it:\n\n  ${await exampleCall(host.modules, public_url, key)}` : ''
  console.log(
    `\n  Stoa is ready, after ${(milliseconds / 1000).toFixed(1)} s. Ctrl-C stops it.\n\n${text}${call}\n`,
  )
}

function adminLines({ admin_created }: Host, { admin, project }: Environment['options']): string[][] {
  if (!admin) return []
  const kept = `in ${secretsFile(project)}`
  const made = !process.env.STOA_ADMIN_PASSWORD
  const password = admin_created && made ? `${admin.password} (kept ${kept})` : made ? kept : 'as set'
  return [
    ['Admin e-mail', admin.email],
    ['Admin password', password],
  ]
}
