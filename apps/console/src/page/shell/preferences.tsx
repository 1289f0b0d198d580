import { LANGUAGES, language, setLanguage, t, type Language } from "../texts/language.ts";
import { theme, THEMES, type Theme } from "../ui/theme.ts";

/** Language and colours of the page. */
export function Preferences() {
  const texts = t.value.shell;
  return (
    <div class="preferences">
      <label>
        <span class="visually-hidden">{texts.language}</span>
        <select
          name="language"
          value={language.value}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        >
          {LANGUAGES.map((name) => (
            <option key={name} value={name} lang={name}>
              {texts.languages[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{texts.theme}</span>
        <select
          name="theme"
          value={theme.value}
          onChange={(event) => (theme.value = event.currentTarget.value as Theme)}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {texts.themes[name]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
