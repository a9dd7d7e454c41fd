import type { ReactNode } from 'react'
import { Icon, paths } from './icon.tsx'
import type { Theme } from './use-theme.ts'

export function ThemeButton(props: { readonly theme: Theme; readonly onToggle: () => void }): ReactNode {
  const other = props.theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Show in ${other} colours`}
      onClick={props.onToggle}
    >
      <Icon path={other === 'light' ? paths.sun : paths.moon} />
    </button>
  )
}
