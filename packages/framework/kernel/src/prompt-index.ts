/**
 * SQL that makes a GIN index take in what is written at once. By itself it keeps a list of up to 4 MB beside it, which
 * every search reads from end to end until a vacuum comes by, and which makes PostgreSQL rather read the whole table.
 *
 * @param index with its schema, such as `stoa_product.product_search_document_index`
 */
export const promptIndex = (index: string) =>
  `alter index ${index} set (fastupdate = off);
  select gin_clean_pending_list('${index}');`
