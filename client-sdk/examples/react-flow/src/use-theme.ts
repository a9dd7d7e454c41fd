import { useCallback, useEffect, useState } from 'react'

export type Theme = 'light' | 'dark'

/** The system's, until somebody chooses. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  )
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  return [theme, useCallback(() => setTheme((before) => (before === 'dark' ? 'light' : 'dark')), [])]
}
