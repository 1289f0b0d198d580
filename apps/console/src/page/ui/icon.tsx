/** Line drawings on a field of 20 × 20; they say nothing that a text beside them doesn't. */
const PATHS = {
  operations: "M3 5h14M3 10h14M3 15h9",
  plus: "M10 4v12M4 10h12",
  datasets:
    "M4 5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5-2.7 2.5-6 2.5S4 6.400 4 5v10c0 1.400 2.700 2.500 6 2.500s6-1.100 6-2.500V5M4 10c0 1.400 2.700 2.500 6 2.500s6-1.100 6-2.500",
  batches: "M3 3h5v4H3zM12 8h5v4h-5zM3 13h5v4H3zM8 5h2v10H8M10 10h2",
  schedules: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l2.500 2",
  webhooks: "M4 10h8M9 6.500 12.500 10 9 13.500M12 3.500h4v13h-4",
  system: "M3 4h14v4.500H3zM3 11.500h14V16H3zM6 6.200h.1M6 13.800h.1",
  pause: "M7 4.500v11M13 4.500v11",
  play: "M6 4l10 6-10 6z",
  search: "M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4",
  left: "M12.500 4.500 7 10l5.500 5.500",
  right: "M7.500 4.500 13 10l-5.500 5.500",
  close: "M5 5l10 10M15 5 5 15",
  download: "M10 3v10M5.500 9 10 13.500 14.500 9M4 17h12",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
