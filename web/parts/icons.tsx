/** Our few pictures. They never speak alone: a word stands beside each, so they are hidden from screen readers. */
const shapes = {
  brand: 'M4 10.2 12 4.5l8 5.7v8.3a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5z M4 10.5l8 5 8-5',
  inbox: 'M3.5 13.5 6 5.5h12l2.5 8v5h-17z M3.5 13.5h5l1.2 2.5h4.6l1.2-2.5h5',
  eye: 'M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12z M12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z',
  settings:
    'M4 7.5h8.5M17.5 7.5H20M4 16.5h2.5M11.5 16.5H20 M15 5.25a2.25 2.25 0 1 0 0 4.5 2.25 2.25 0 0 0 0-4.5z M9 14.25a2.25 2.25 0 1 0 0 4.5 2.25 2.25 0 0 0 0-4.5z',
  lock: 'M7.5 10.5V8a4.5 4.5 0 0 1 9 0v2.5 M5.5 10.5h13v9.5h-13z M12 14v2.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  verified:
    'M12 3l2.3 1.7 2.9-.1.8 2.7 2.4 1.6-1 2.7 1 2.7-2.4 1.6-.8 2.7-2.9-.1L12 21l-2.3-1.7-2.9.1-.8-2.7-2.4-1.6 1-2.7-1-2.7L6 8.1l.8-2.7 2.9.1z M8.7 12.2l2.3 2.2 4.3-4.5',
  download: 'M12 4v11 M7.5 11l4.5 4.5 4.5-4.5 M4.5 19.5h15',
  print: 'M7 9V4h10v5 M7 17H4.5V9h15v8H17 M7 14h10v6H7z',
  clip: 'M8 12.5l5.8-5.8a2.9 2.9 0 0 1 4.1 4.1l-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l6.8-6.8',
  back: 'M19 12H5.5 M11 6l-6 6 6 6',
  seal: 'M12 3.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12z M8.5 14.5 7 21l5-2.5L17 21l-1.5-6.5',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  chevron: 'M6 9.5l6 6 6-6',
  alert: 'M12 4 2.8 19.5h18.4z M12 10v4.5 M12 17v.2',
  offline:
    'M4 4l16 16 M8.5 15.5a5 5 0 0 1 6-.8 M5.5 12a9.5 9.5 0 0 1 4-2.3 M14 9.5a9.5 9.5 0 0 1 4.5 2.5 M12 19v.2',
  leave: 'M14 4.5H5.5v15H14 M10 12h10 M16.5 8l4 4-4 4',
  unread: 'M20 9.5v9.5H4V7.5h10.5 M4 8l8 6 3.5-2.5 M19 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  people:
    'M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5z M3 19.5c0-3.6 2.6-5.4 6-5.4s6 1.8 6 5.4 M15.8 5.4a3 3 0 0 1 0 5.6 M17.4 14.4c2.2.6 3.6 2.3 3.6 5.1',
  write: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19z M14 6.5l3.5 3.5',
  sent: 'M3.5 11.5 20.5 4l-6 16.5-3.2-6.8z M11.3 13.7 20.5 4',
  folder: 'M3.5 6.5h6l2 2.5h9v10.5h-17z',
  star: 'M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z',
  archive: 'M3.5 5h17v4h-17z M5 9v10.5h14V9 M9.5 13h5',
  trash: 'M5 7h14 M9.5 7V4.5h5V7 M6.5 7l1 12.5h9l1-12.5 M10.5 10.5v6 M13.5 10.5v6',
  restore: 'M4.5 9.5h10a5 5 0 0 1 0 10H9 M8.5 5.5l-4 4 4 4',
  document: 'M6.5 3.5h7l4.5 4.5v12.5h-11.5z M13.5 3.5V8H18',
} as const

export type IconName = keyof typeof shapes

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  )
}
