import { session } from "../session/session.ts";
import { SignIn } from "./sign-in.tsx";
import { Frame } from "./frame.tsx";
import { Screen } from "./screen.tsx";

/** The console: the sign-in page, or the frame with a screen. */
export function App() {
  const { value } = session;
  if (value === null) return <SignIn />;
  return (
    <Frame key={`${value.tenantId}/${value.projectId}`}>
      <Screen />
    </Frame>
  );
}
