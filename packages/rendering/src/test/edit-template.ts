/** Parts of a template, as `sampleTemplate` hands them over to be changed. */
export type Parts = Map<string, string | Uint8Array>;

export const edit = (parts: Parts, name: string, change: (xml: string) => string): void =>
  void parts.set(name, change(String(parts.get(name))));
export const MASTER = "ppt/slideMasters/slideMaster1.xml";
export const MASTER_RELATIONSHIPS = "ppt/slideMasters/_rels/slideMaster1.xml.rels";
export const LINKING =
  '<Relationships><Relationship Id="rId1" Type="x/attachedTemplate" Target="https://secret.example/" TargetMode="External"/></Relationships>';
export const sized =
  (w: number, h: number) =>
  (xml: string): string =>
    xml.replace(/cx="9144000" cy="\d+"/, `cx="${w}" cy="${h}"`);
/** Has the master refer to a part as a picture, of whatever name. */
export const withPicture =
  (target: string, content = "png", type = "image/png", id = "rId50") =>
  (parts: Parts): void => {
    const name = target.startsWith("../") ? `ppt/${target.slice(3)}` : `ppt/slideMasters/${target}`;
    parts.set(name, content);
    edit(parts, "[Content_Types].xml", (xml) =>
      xml.replace("</Types>", `<Override PartName="/${name}" ContentType="${type}"/></Types>`),
    );
    edit(parts, MASTER_RELATIONSHIPS, (xml) =>
      xml.replace(
        "</Relationships>",
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${target}"/></Relationships>`,
      ),
    );
  };
