import type { Publication } from '@stoa/events'

/**
 * Publications in groups of which each may be sent at once, as soon as the one before it is safe: events of one subject
 * are in different ones. So if one of them fails, none that comes after it is in the stream before it.
 */
export function waves(publications: readonly Publication[]): Publication[][] {
  const groups: Publication[][] = []
  const earlier = new Map<string, number>()
  for (const publication of publications) {
    const { subject } = publication.event
    const ordered = subject !== undefined && publication.attempt === 0
    const no = ordered ? (earlier.get(subject) ?? 0) : 0
    if (ordered) earlier.set(subject, no + 1)
    const group = groups[no]
    if (group) group.push(publication)
    else groups[no] = [publication]
  }
  return groups
}
