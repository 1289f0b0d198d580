/** The product's mark. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M9 7v16h8" />
      <circle cx="23" cy="23" r="2.6" />
    </svg>
  );
}
