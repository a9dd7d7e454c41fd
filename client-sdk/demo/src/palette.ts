export const hues = [
  'slate',
  'indigo',
  'violet',
  'pink',
  'red',
  'orange',
  'amber',
  'green',
  'teal',
  'cyan',
  'blue',
] as const
export type Hue = (typeof hues)[number]

export function isHue(value: unknown): value is Hue {
  return hues.some((hue) => hue === value)
}

/** The canvas's colours. The panels' are in style.css; the two sets are meant to match. */
export interface Palette {
  readonly canvas: string
  readonly dot: string
  readonly card: string
  readonly cardBorder: string
  readonly shadow: string
  readonly text: string
  readonly muted: string
  readonly skeleton: string
  /** A cluster in a network: a sheet of paper on the region's tint. */
  readonly sheet: string
  readonly sheetBorder: string
  readonly edge: string
  readonly edgeFar: string
  readonly accent: string
  readonly accentSoft: string
  readonly hue: Readonly<Record<Hue, string>>
  /** How much of its hue an icon's tile, a group's fill and a group's border take, 0 to 1. */
  readonly tint: {
    readonly tile: number
    readonly fill: number
    readonly sheet: number
    readonly border: number
    readonly card: number
  }
  readonly state: Readonly<Record<string, string>>
}

export const light: Palette = {
  canvas: '#f6f7f9',
  dot: '#d9dce3',
  card: '#ffffff',
  cardBorder: '#dfe2e8',
  shadow: 'rgb(20 24 40 / 6%)',
  text: '#16181d',
  muted: '#626977',
  skeleton: '#e3e6ec',
  sheet: '#ffffff',
  sheetBorder: 'rgb(60 70 100 / 16%)',
  edge: '#949cad',
  edgeFar: '#aab1bf',
  accent: '#5b5bd6',
  accentSoft: 'rgb(91 91 214 / 10%)',
  hue: {
    slate: '#64748b',
    indigo: '#5b5bd6',
    violet: '#8347d9',
    pink: '#d6338a',
    red: '#dc3d43',
    orange: '#dd6b10',
    amber: '#c08a00',
    green: '#1f9d55',
    teal: '#0d9488',
    cyan: '#0891b2',
    blue: '#2271e0',
  },
  tint: { tile: 0.12, fill: 0.055, sheet: 0.62, border: 0.3, card: 0.55 },
  state: { running: '#22a55f', deploying: '#2271e0', degraded: '#e08600', stopped: '#9aa1ae' },
}

export const dark: Palette = {
  canvas: '#0e0f13',
  dot: '#25272e',
  card: '#1b1d23',
  cardBorder: '#32353e',
  shadow: 'rgb(0 0 0 / 30%)',
  text: '#eceef2',
  muted: '#9aa1ae',
  skeleton: '#30333c',
  sheet: '#ffffff',
  sheetBorder: 'rgb(255 255 255 / 10%)',
  edge: '#575d6b',
  edgeFar: '#454a56',
  accent: '#8b8bf5',
  accentSoft: 'rgb(139 139 245 / 14%)',
  hue: {
    slate: '#8b98ad',
    indigo: '#8b8bf5',
    violet: '#b07ff2',
    pink: '#f06cb0',
    red: '#f2706f',
    orange: '#f59347',
    amber: '#e5b93c',
    green: '#4cc38a',
    teal: '#2cc3b4',
    cyan: '#35bfdc',
    blue: '#5aa2f7',
  },
  tint: { tile: 0.18, fill: 0.065, sheet: 0.035, border: 0.32, card: 0.6 },
  state: { running: '#3dd68c', deploying: '#5aa2f7', degraded: '#ffb224', stopped: '#6d7482' },
}
