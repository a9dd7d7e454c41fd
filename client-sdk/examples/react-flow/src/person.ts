import type { Profile } from '@coplane/client'

const storageKey = 'coplane.react-flow.person'
/** Dark enough that white text on each of them keeps a contrast of 4.5 : 1. */
const colors = [
  '#c2410c',
  '#15803d',
  '#0f766e',
  '#0369a1',
  '#1d4ed8',
  '#6d28d9',
  '#a21caf',
  '#be185d',
] as const
const adjectives = [
  'Amber',
  'Bright',
  'Calm',
  'Clever',
  'Gentle',
  'Golden',
  'Keen',
  'Merry',
  'Quick',
  'Sunny',
] as const
const animals = [
  'Badger',
  'Crane',
  'Falcon',
  'Fox',
  'Heron',
  'Lynx',
  'Otter',
  'Owl',
  'Panda',
  'Robin',
] as const

/** Someone as the page shows them: a profile is whatever another member sent, so nothing in it is trusted. */
export interface Person {
  readonly name: string
  readonly color: string
}

export function personOf(profile: Profile, member: number): Person {
  const name = typeof profile.name === 'string' ? profile.name.trim().slice(0, 32) : ''
  const color =
    typeof profile.color === 'string' && /^#[0-9a-f]{6}$/i.test(profile.color) ? profile.color : undefined
  return { name: name || 'Guest', color: color ?? colors[member % colors.length] ?? colors[0] }
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends.map((word) => Array.from(word ?? '')[0]?.toUpperCase() ?? '').join('')
}

/** Who this browser is: made up at the first visit, the same one from then on. */
export function ownPerson(): Person {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Profile | null
    if (kept) return personOf(kept, 0)
  } catch {
    // Storage that is blocked or holds something else: the name lasts as long as the page.
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T
  const person = { name: `${pick(adjectives)} ${pick(animals)}`, color: pick(colors) }
  try {
    localStorage.setItem(storageKey, JSON.stringify(person))
  } catch {
    // As above.
  }
  return person
}
