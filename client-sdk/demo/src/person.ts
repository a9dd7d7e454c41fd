import type { Profile } from '@coplane/client'
import { recall, remember } from './preferences.ts'

/** Dark enough that white text on each of them keeps a contrast of 4.5 : 1. */
export const personColors = [
  '#c2410c',
  '#a16207',
  '#15803d',
  '#0f766e',
  '#0369a1',
  '#1d4ed8',
  '#6d28d9',
  '#a21caf',
  '#be185d',
  '#475569',
] as const

const adjectives = [
  'Amber',
  'Bright',
  'Calm',
  'Clever',
  'Coral',
  'Gentle',
  'Golden',
  'Indigo',
  'Jade',
  'Keen',
  'Lucky',
  'Merry',
  'Misty',
  'Noble',
  'Quick',
  'Quiet',
  'Silver',
  'Sunny',
  'Swift',
  'Witty',
]
const animals = [
  'Badger',
  'Crane',
  'Dolphin',
  'Falcon',
  'Finch',
  'Fox',
  'Gecko',
  'Hare',
  'Heron',
  'Ibis',
  'Koala',
  'Lynx',
  'Marten',
  'Newt',
  'Otter',
  'Owl',
  'Panda',
  'Puffin',
  'Robin',
  'Seal',
]

export const maxNameLength = 32

/** Someone as the page shows them: another member's profile is whatever they sent, so nothing in it is trusted. */
export interface Person {
  readonly name: string
  readonly color: string
}

export function personOf(profile: Profile, member: number): Person {
  const name = typeof profile.name === 'string' ? profile.name.trim().slice(0, maxNameLength) : ''
  const color =
    typeof profile.color === 'string' && /^#[0-9a-f]{6}$/i.test(profile.color) ? profile.color : undefined
  return {
    name: name || 'Guest',
    color: color ?? personColors[member % personColors.length] ?? personColors[0],
  }
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined]
  return letters
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase()
}

/** This browser's person: remembered, or made up on the first visit. */
export function ownProfile(): Person {
  const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T
  const own = {
    name: recall('name') ?? `${any(adjectives)} ${any(animals)}`,
    color: recall('color') ?? any(personColors),
  }
  keepProfile(own)
  return personOf(own, 0)
}

export function keepProfile(person: Person): void {
  remember('name', person.name)
  remember('color', person.color)
}
