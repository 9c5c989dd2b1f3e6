import { AwsError } from '../errors.ts';
import { listMember } from '../protocols/query.ts';
import type { Operations, Output } from '../call.ts';

export const ec2: Operations = {
  // Regions the account has not opted in to are listed only when asked for:
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
  DescribeRegions: ({ caller, input }, { seed }) => {
    const { regions = {}, notOptedIn = [] } = seed.accounts[caller.account] ?? {};
    const enabled = Object.keys(regions).filter((name) => !notOptedIn.includes(name));
    const all = [
      ...enabled.map((name) => entry(name, 'opt-in-not-required')),
      ...notOptedIn.map((name) => entry(name, 'not-opted-in')),
    ];
    const named = listMember(input, 'RegionName');
    const unknown = named.filter((name) => !all.some(({ regionName }) => regionName === name));
    if (unknown.length > 0) throw new AwsError('InvalidParameterValue', `Invalid region names: ${unknown.join(', ')}`);
    const visible = input['AllRegions'] === 'true' || named.length > 0 ? all : all.slice(0, enabled.length);
    return {
      regionInfo: visible.filter(({ regionName }) => named.length === 0 || named.includes(regionName)),
    };
  },
};

function entry(name: string, optInStatus: string): Output & { readonly regionName: string } {
  return { regionName: name, regionEndpoint: `ec2.${name}.amazonaws.com`, optInStatus };
}
