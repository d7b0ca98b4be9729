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
    ...(await adminLines(host, options)),
    ...(key ? [['Publishable key', key]] : []),
  ]
  const text = lines.map(([name = '', value = '']) => `  ${name.padEnd(17)}${value}`).join('\n')
  const call = key ? `\n\n  Try it:\n\n  ${await exampleCall(host.modules, public_url, key)}` : ''
  console.log(
    `\n  Stoa is ready, after ${(milliseconds / 1000).toFixed(1)} s. Ctrl-C stops it.\n\n${text}${call}\n`,
  )
}

/** Nothing where the shop has other admins than the one the environment names. */
async function adminLines(
  { admin_created, modules }: Host,
  { admin, project }: Environment['options'],
): Promise<string[][]> {
  if (!admin || !(await isUser(modules, admin.email))) return []
  const file = secretsFile(project)
  const made = `${admin.password} (kept in ${file})`
  const password = process.env.STOA_ADMIN_PASSWORD ? 'as set' : admin_created ? made : `in ${file}`
  return [
    ['Admin e-mail', admin.email],
    ['Admin password', password],
  ]
}

async function isUser({ database }: Host['modules'], email: string): Promise<boolean> {
  const found = await database.query(
    'select from stoa_user."user" where lower(email) = lower($1) and deleted_at is null',
    [email],
  )
  return found.length > 0
}
