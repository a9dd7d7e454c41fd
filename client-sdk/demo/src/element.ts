import type { Icon } from './icons.ts'
import { icons } from './icons.ts'

type Child = Node | string | undefined | false

/** An element with attributes and children; text becomes a text node, so nothing here is ever parsed as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children.filter((child) => child !== undefined && child !== false))
  return node
}

export function svgIcon(icon: Icon): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.classList.add('icon')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', icons[icon])
  svg.append(path)
  return svg
}

/** A button that shows an icon; its label is read out and shown as a tooltip. */
export function iconButton(icon: Icon, label: string, pressed: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label },
    svgIcon(icon),
  )
  button.addEventListener('click', pressed)
  return button
}
