import { expect, test } from 'vitest'
import { newKey, safeFileName } from './file-name.ts'

test.each([
  ['shirt.jpg', 'shirt.jpg'],
  ['Größe M.JPG', 'groesse-m.jpg'],
  ['рубашка.png', 'rubashka.png'],
  ['商品.png', 'file.png'],
  ['archive.tar.gz', 'archive-tar.gz'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\shirt.webp', 'shirt.webp'],
  ['/etc/cron.d/job.csv', 'job.csv'],
  ['..', 'file'],
  ['.htaccess', 'htaccess'],
  ['', 'file'],
  ['a\0b.png', 'a-b.png'],
  ['page.html\0.png', 'page-html.png'],
  ['x.p%2e', 'x-p-2e'],
  ['shirt.jpg ', 'shirt.jpg'],
  ['\ud800.png', 'file.png'],
])('%j is kept as %s', (name, kept) => {
  expect(safeFileName(name)).toBe(kept)
})

test('however long a name is, a file system takes it', () => {
  for (const name of [`${'a'.repeat(100_000)}.jpg`, `a.${'b'.repeat(100_000)}`, '\u{1f600}'.repeat(50_000)]) {
    const key = newKey(safeFileName(name))
    expect(key.length).toBeLessThan(255)
    expect(key).toMatch(/^[a-z0-9.-]+$/)
  }
  expect(safeFileName(`${'a'.repeat(100_000)}.jpg`)).toMatch(/\.jpg$/)
})

test('two uploads of one name have keys of their own', () => {
  expect(newKey('shirt.jpg')).not.toBe(newKey('shirt.jpg'))
})
