import { randomBytes } from 'node:crypto'
import { extname } from 'node:path/posix'
import slugify from '@sindresorhus/slugify'

const LONGEST_NAME = 200
const LONGEST_STEM = 80
const ENDING = /^\.[a-z0-9]{1,12}$/

/**
 * A name for an upload's key: the last part of a path, in ASCII, without anything that means something to a file system or
 * a URL.
 *
 * @example
 * safeFileName('../../Größe M.JPG') // groesse-m.jpg
 */
export function safeFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1)?.slice(-LONGEST_NAME).trim() ?? ''
  const ending = extname(last)
  const stem = last.slice(0, last.length - ending.length)
  const known = ENDING.test(ending.toLowerCase())
  const readable = slugify(known ? stem : last).slice(0, LONGEST_STEM)
  return `${readable || 'file'}${known ? ending.toLowerCase() : ''}`
}

/**
 * Under what an upload is kept: unique, and nothing that anybody could guess.
 *
 * @example
 * newKey('shirt.jpg') // 1795418523252-1f0c9d3e5b7a2846-shirt.jpg
 */
export const newKey = (name: string): string => `${Date.now()}-${randomBytes(8).toString('hex')}-${name}`
