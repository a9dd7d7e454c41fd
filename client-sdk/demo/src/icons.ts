/** Outlines on a 24 × 24 grid, drawn with a round 1.75 stroke: by `Path2D` on the canvas, by SVG in the panels. */
export const icons = {
  client: 'M8 3h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM11 17.5h2',
  gateway: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 12h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
  balancer:
    'M10 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0ZM3 19a2 2 0 1 0 4 0 2 2 0 1 0-4 0ZM17 19a2 2 0 1 0 4 0 2 2 0 1 0-4 0ZM12 7v5M5 17v-1a4 4 0 0 1 4-4h6a4 4 0 0 1 4 4v1',
  service: 'M12 3 20 7.5v9L12 21l-8-4.5v-9ZM4.3 7.7 12 12l7.7-4.3M12 12v8.8',
  function: 'M6 4h2.2c1 0 1.5.6 1.9 1.5L17 20h2M11.3 9.5 6 20',
  queue: 'M3 7.5h5v9H3ZM11 7.5h5v9h-5ZM19.5 7.5v9',
  stream:
    'M3 7.5c3-3.3 6-3.3 9 0s6 3.3 9 0M3 12.5c3-3.3 6-3.3 9 0s6 3.3 9 0M3 17.5c3-3.3 6-3.3 9 0s6 3.3 9 0',
  cache: 'M13 3 5 13.5h6L10.5 21 19 10.5h-6.2Z',
  database:
    'M4.5 6c0-1.7 3.4-3 7.5-3s7.5 1.3 7.5 3-3.4 3-7.5 3-7.5-1.3-7.5-3ZM4.5 6v12c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3V6M4.5 12c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3',
  storage:
    'M4 5.5C4 4.1 7.6 3 12 3s8 1.1 8 2.5S16.4 8 12 8 4 6.9 4 5.5ZM4 5.5l2 13.5c.2 1.2 2.8 2 6 2s5.8-.8 6-2l2-13.5',
  monitor: 'M3 12h4l3-8 4 16 3-8h4',
  group:
    'M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3M8 12h8M12 8v8',
  unknown: 'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM9 12h6',
  select: 'M5 3.5 19 11l-6 1.8L10 19Z',
  pencil: 'M4 20h4L19.5 8.5a2.1 2.1 0 0 0 0-3l-1-1a2.1 2.1 0 0 0-3 0L4 16ZM13.5 6.5l4 4',
  copy: 'M9 8h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM4.5 16A1 1 0 0 1 4 15V5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 .5',
  trash:
    'M4 6.5h16M9.5 6V4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V6M6 6.5 7 20a1 1 0 0 0 1 .9h8a1 1 0 0 0 1-.9l1-13.5M10 11v5.5M14 11v5.5',
  undo: 'M9 14 4 9l5-5M4 9h10.500a5.500 5.500 0 0 1 0 11H11',
  redo: 'M15 14l5-5-5-5M20 9H9.500a5.500 5.500 0 0 0 0 11H13',
  front: 'M12 20V8M7 12.500 12 7.500l5 5M5 4h14',
  back: 'M12 4v12M7 11.500l5 5 5-5M5 20h14',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.5 5.8M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.1-1.1',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4',
  help: 'M9 9.2a3 3 0 0 1 5.9.600c0 2-2.9 2.4-2.9 4.2M12 17.5v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  chart: 'M4 20h16M7 16v-4M12 16V6M17 16v-7',
} as const

export type Icon = keyof typeof icons

const outlines = new Map<Icon, Path2D>()

export function outline(icon: Icon): Path2D {
  const known = outlines.get(icon)
  if (known) return known
  const path = new Path2D(icons[icon])
  outlines.set(icon, path)
  return path
}
