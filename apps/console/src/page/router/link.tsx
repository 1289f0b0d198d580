import type { ComponentChildren } from "preact";
import { hrefOf, navigate } from "./router.ts";

interface LinkProps {
  readonly to: string;
  readonly class?: string | undefined;
  readonly title?: string | undefined;
  readonly "aria-current"?: "page" | undefined;
  readonly children: ComponentChildren;
}

/** A link within the console; with a modifier key the browser does what it does with links. */
export function Link({ to, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
